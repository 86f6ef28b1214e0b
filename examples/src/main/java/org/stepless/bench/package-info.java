/**
 * {@code stepless bench}: {@link org.stepless.bench.BenchCommand} lists the measurements. Each runs
 * Stepless and a peer in turn in one process. Below, one package per subject holds the
 * measurements, as classes that know nothing of the command line, and their commands.
 *
 * <p>Depends on: org.stepless.bench.kernels, org.stepless.bench.networks, org.stepless.bench.peers,
 * org.stepless.bench.polyak, org.stepless.bench.rounds, org.stepless.bench.trials
 */
package org.stepless.bench;
