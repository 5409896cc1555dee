/** What a job made, from what and how, kept beside its output. */
package io.cantus.jobs.manifest;
