"""The screens: what stands where, and what keys do."""
