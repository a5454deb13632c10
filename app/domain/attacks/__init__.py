"""Attacks on our own releases: what someone could learn of one person who watches everything that is published."""
