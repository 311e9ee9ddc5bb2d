package reports

// junitRegression are suites for what fails a run beside its checks: waivers
// that are out of date, and under Strict what lost its answer since the
// baseline. A reader of the file would not know otherwise why the run is red.
func junitRegression(r *Report, properties []junitProperty) []junitSuite {
	var out []junitSuite
	add := func(name string) *junitSuite {
		out = append(out, junitSuite{Name: name, Timestamp: timestamp(r.Started), Properties: properties})
		return &out[len(out)-1]
	}
	if len(r.Waivers) > 0 {
		suite := add("waivers")
		for i := range r.Waivers {
			suite.add(junitWaiver(&r.Waivers[i]), 0)
		}
	}
	if b := r.Baseline; b != nil && b.Less() {
		suite := add("baseline")
		for _, c := range append(append([]Change{}, b.NoAnswer...), b.GoneChecks...) {
			suite.add(junitChange(c, r.Strict), 0)
		}
	}
	return out
}

func junitWaiver(w *Waiver) junitCase {
	c := junitCase{Class: "oktascim.waivers", Name: clean(w.Title()), Time: seconds(0)}
	text := clean(w.At + ": " + w.Sentence() + " (" + w.Owner + ": " + w.Reason + ")")
	if w.State == WaiverExpired || w.State == WaiverStale {
		c.Failure = &junitResult{Type: string(w.State), Message: text, Text: text + "\n"}
	} else {
		c.Out = &junitText{text + "\n"}
	}
	return c
}

// junitChange is a check without an answer that the baseline has one to.
func junitChange(change Change, strict bool) junitCase {
	c := junitCase{Class: "oktascim.baseline", Name: clean(change.Key().String()), Time: seconds(0)}
	text := "the baseline has an answer to this check (" + verbOf(change.Was) + "), and this run does not know it"
	if change.Now != "" {
		text = "the baseline has an answer to this check (" + verbOf(change.Was) + "), and now it is " + verbOf(change.Now) + ": " + change.Problem
	}
	text = clean(text)
	if strict {
		c.Failure = &junitResult{Type: "no answer", Message: text, Text: text + "\n"}
	} else {
		c.Out = &junitText{"WARNING: " + text + "\n"}
	}
	return c
}
