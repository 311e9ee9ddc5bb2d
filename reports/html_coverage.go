package reports

// coverageView is one of Okta's test documents in the page.
type coverageView struct{ *Coverage }

// Bar are the states of the tests as parts of a bar.
func (c coverageView) Bar() []barPart {
	var out []barPart
	x := 0.0
	for _, s := range States() {
		if n := c.Count(s); n > 0 {
			part := barPart{Class: string(s.Tone()), X: x, Width: 100 * float64(n) / float64(len(c.Tests))}
			out = append(out, part)
			x += part.Width
		}
	}
	return out
}

// Counts are the numbers of tests by state, in words.
func (c coverageView) Counts() []string {
	var out []string
	for _, s := range States() {
		if n := c.Count(s); n > 0 {
			out = append(out, grouped(n)+" "+string(s))
		}
	}
	return out
}
