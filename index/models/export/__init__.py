"""Exporting a model to int8 ONNX; needs torch, runs as a child process."""
