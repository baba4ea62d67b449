"""Templates and values come in; whole, checked Word files go out, each value with its place."""
