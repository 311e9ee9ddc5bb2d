package harness

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"
	"strings"
)

// An Okta id of a person is 00u and 17 letters or digits. Those of a run are its
// run id, a mark that the prefix and the run id make, and what tells its people
// apart, whatever the case.
const (
	oktaID  = 20
	oktaRun = 6
	base36  = "0123456789abcdefghijklmnopqrstuvwxyz"
	capital = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	base62  = base36 + capital
)

// OktaID returns the id that the person of that name has in Okta. It has the form
// of any other, and [Namer.Ours] knows it.
func (n *Namer) OktaID(name string) string {
	rest := strings.TrimPrefix(name, n.prefix+"-"+n.run+"-")
	digits := strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyz")
	worker := rest[:len(rest)-len(digits)]
	number, err := strconv.ParseUint(digits, 10, 25)
	if err != nil || len(worker) > 1 {
		return oktaMark(n.prefix, n.run) + written(digest(name), base36, 6)
	}
	if worker == "" {
		worker = "0"
	}
	const size, spread = 36 * 36 * 36 * 36 * 36, 23_456_789 // without a common factor: each number has a place of its own
	return oktaMark(n.prefix, n.run) + worker + written(number*spread%size, base36, 5)
}

// oktaMark is what all Okta ids of a run begin with.
func oktaMark(prefix, run string) string {
	tag := run
	if len(run) != oktaRun || strings.Trim(run, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		tag = written(digest(run), base36, oktaRun)
	}
	mark := digest(prefix + "-" + run)
	return "00u" + tag + written(mark>>32, base62, 3) + written(mark, strings.ToLower(capital), 1) + written(mark>>8, capital, 1)
}

// runOfOktaID returns the run whose prefix and run id made an Okta id; empty when
// none did.
func runOfOktaID(prefix, id string) string {
	if len(id) != oktaID {
		return ""
	}
	if run := id[3 : 3+oktaRun]; strings.HasPrefix(id, oktaMark(prefix, run)) {
		return run
	}
	return ""
}

func digest(text string) uint64 {
	sum := sha256.Sum256([]byte(text))
	return binary.BigEndian.Uint64(sum[:])
}

// written is the last places of a number, written with these digits.
func written(number uint64, digits string, places int) string {
	out := make([]byte, places)
	for i := range out {
		out[places-1-i] = digits[number%uint64(len(digits))]
		number /= uint64(len(digits))
	}
	return string(out)
}
