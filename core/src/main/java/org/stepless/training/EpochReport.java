package org.stepless.training;

import java.io.Serializable;

/**
 * What one pass over the rows achieved.
 *
 * @param epoch number of the pass, from 1
 * @param epochs number of passes planned
 * @param steps steps taken so far
 * @param loss mean objective (loss plus penalty) of the pass's batches, each before its step
 * @param stepSize effective step size of the last step
 * @param gradientNorm Euclidean norm of the last batch's gradient
 * @param rowsPerSecond rows visited by one partition a second of computation
 */
public record EpochReport(
    int epoch,
    int epochs,
    long steps,
    double loss,
    double stepSize,
    double gradientNorm,
    double rowsPerSecond)
    implements Serializable {}
