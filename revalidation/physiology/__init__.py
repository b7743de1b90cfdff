"""One file a published value of hip physiology; each holds a ``CHECK``."""
