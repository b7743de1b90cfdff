"""A trial and a body to a motion.

The way of the data through this room, stop by stop:

1. ``upright``, ``marker_checks``, ``marker_gaps``: recorded markers turned, checked, mended (``prepare_markers``)
2. ``standing``, ``hip_centres``, ``pair_factors``, ``registration``, ``static_scaling``: the person's body (``scale``)
3. ``marker_match``, ``marker_weights``, ``ik``: joint angles (``tracking.track``)
4. ``plate_feet``: forces by plate become forces by foot
5. ``assemble``, ``smooth``, ``synchronise``, ``events``, ``strides``: one motion with its forces (``solve``)
6. ``hip_rotation``: what the motion says of hip rotation, with its error; ``check_ik``: what others' angles are worth

``tree`` and the modules whose names end in ``_kernels`` do the arithmetic of poses and fits.
"""
