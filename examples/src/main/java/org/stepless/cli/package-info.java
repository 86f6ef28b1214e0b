/**
 * The command {@code stepless}: {@link org.stepless.cli.Main}, its subcommands and how their errors
 * are reported.
 */
package org.stepless.cli;
