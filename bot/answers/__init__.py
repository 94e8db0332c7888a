"""The archive as the product sees it: a question in, an answer out; knows no chat."""
