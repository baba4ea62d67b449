"""The ground of a document comes in; what it may tell goes out under Chinese names, one module a subject."""
