"""Reading files we are sent: place by place, never more of a file in memory than one document."""
