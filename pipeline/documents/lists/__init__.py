"""A document that is a workbook comes in, prepared; its sheets go out, ready to be written."""
