//go:build !race

package selftest

// raceDetector tells whether this test binary has the race detector.
const raceDetector = false
