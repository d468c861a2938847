"""The words of the field as frozen typed structs, and the tree of errors. Imports nothing of Amana."""
