"""Service requests: pieces of work asked of somebody, each under the documents' name."""
