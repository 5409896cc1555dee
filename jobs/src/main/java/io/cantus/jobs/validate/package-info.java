/** Checks that files hold what they should: every byte, every record, every shard. */
package io.cantus.jobs.validate;
