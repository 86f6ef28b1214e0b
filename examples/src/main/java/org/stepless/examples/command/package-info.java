/**
 * The subcommands. They read through {@code input} and train through {@code org.stepless.spark}.
 */
package org.stepless.examples.command;
