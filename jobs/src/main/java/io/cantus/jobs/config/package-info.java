/** Where the value of an option comes from, and what is in force. */
package io.cantus.jobs.config;
