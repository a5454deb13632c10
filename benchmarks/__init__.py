"""Measurements that are too long for a test, and the proof."""
