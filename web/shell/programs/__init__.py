"""What a log-in lets programs do in its name: the page of its tokens (`tokens`)."""
