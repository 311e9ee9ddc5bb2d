package show

import (
	"fmt"
	"strings"
	"testing"

	"github.com/oktascim/oktascim/reports"
)

// Reads that wait for a change are one step each, also when several are sent in
// turn; what differs in its answer stays apart, and no request is lost.
func TestExchangeSteps(t *testing.T) {
	t.Parallel()
	for requests, want := range map[string]string{
		"":              "",
		"a":             "a1",
		"aab":           "a1-2×2 b3",
		"pabababax":     "p1 a2-6×3 b3-7×3 a8 x9",
		"ababc":         "a1 b2 a3 b4 c5",
		"abcabcabcabca": "a1-10×4 b2-11×4 c3-12×4 a13",
		"aaabaaabaaab":  "a1-3×3 b4 a5-7×3 b8 a9-11×3 b12",
	} {
		var list []reports.Exchange
		for _, r := range requests {
			list = append(list, reports.Exchange{Method: "GET", URL: "/" + string(r), Status: 200})
		}
		if len(list) > 0 {
			list[len(list)-1].Faulty = true
		}
		var got []string
		steps := Steps(list)
		for i := range steps {
			s := &steps[i]
			text := fmt.Sprintf("%s%d", s.URL[1:], s.First)
			if s.Times() > 1 {
				text += fmt.Sprintf("-%d×%d", s.Last, s.Times())
			}
			got = append(got, text)
		}
		if text := strings.Join(got, " "); text != want || Sent(steps) != len(list) {
			t.Errorf("%s: %q, want %q; %d requests", requests, text, want, Sent(steps))
		}
		if len(steps) > 0 && Marked(steps) < 0 {
			t.Errorf("%s: the fault is lost", requests)
		}
	}
}
