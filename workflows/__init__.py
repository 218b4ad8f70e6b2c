"""The eleven workflows: catalogue, classifier, and the order with its reasons. Pure."""
