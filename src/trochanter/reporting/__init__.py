"""Reports and figures for people: self-contained, readable on a phone, printable."""
