"""The steward's desk: a file comes in, is read, worked on, examined and taken in, or goes back to its sender."""
