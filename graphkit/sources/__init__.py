"""Where articles come from: files of text, tables and pages."""
