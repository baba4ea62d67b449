"""Numbers by name come in; native Word charts of one style go out."""
