"""What people touch: service facade, import, release gate, exports, command line, web pages. Imports every room below."""
