package reports

import "fmt"

// htmlRegression is what the page of a run shows of its baseline.
type htmlRegression struct {
	*Baseline
	Tone   Tone
	Parts  []htmlPart
	Slower []slowerRow
}

func regressionRows(b *Baseline) *htmlRegression {
	if b == nil {
		return nil
	}
	v := &htmlRegression{Baseline: b, Tone: ToneGood, Slower: slowerRows(b.Slower)}
	switch {
	case b.Worse():
		v.Tone = ToneBad
	case b.Less() || len(b.NewWarnings)+len(b.Slower) > 0:
		v.Tone = ToneWarn
	}
	for _, part := range b.Parts() {
		p := htmlPartOf(part)
		for i := range p.Rows {
			if row := &p.Rows[i]; row.Now != "" {
				row.Href = "#" + row.Key().Anchor()
			}
		}
		v.Parts = append(v.Parts, p)
	}
	return v
}

// waiverRow is a waiver in the page of a run.
type waiverRow struct{ Waiver }

// Tone is how good the state of the waiver is.
func (w waiverRow) Tone() Tone {
	switch w.State {
	case WaiverExpired, WaiverStale:
		return ToneBad
	case WaiverUsed:
		return ToneWarn
	}
	return ToneNote
}

// waiverRows puts first what fails the run.
func waiverRows(list []Waiver) []waiverRow {
	var first, rest []waiverRow
	for _, w := range list {
		if row := (waiverRow{w}); row.Tone() == ToneBad {
			first = append(first, row)
		} else {
			rest = append(rest, row)
		}
	}
	return append(first, rest...)
}

// leadWithWarnings says why a run that conforms is not all well.
func leadWithWarnings(r *Report) string {
	s := r.Summary
	switch {
	case s.Known > 0:
		return fmt.Sprintf("Nothing fails that was not known. %s known to fail; everything else that could be checked holds.", capital(are(s.Known)))
	case s.Warn > 0:
		return fmt.Sprintf("Okta provisioning works with this app. %s of the standard, on which Okta does not depend, should be looked at.",
			capital(count(s.Warn, "finer point")))
	}
	return "Nothing fails, but some checks that had an answer before have none now, or are blocked as it was known."
}
