package tributary.load.scenario;

import tributary.load.server.Launcher;

/** One of the two sides of a comparison: what to start, and what to do with it. */
record Side(String name, Launcher launcher, Trial trial) {}
