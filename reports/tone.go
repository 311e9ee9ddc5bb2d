package reports

// tone is how good a message is.
type Tone string

const (
	ToneGood Tone = "good"
	ToneBad  Tone = "bad"
	ToneWarn Tone = "warn"
	ToneNote Tone = "note"
)

// Mark is the sign that stands beside the colour, which is never alone.
func (t Tone) Mark() string {
	switch t {
	case ToneGood:
		return "✓"
	case ToneBad:
		return "✗"
	case ToneWarn:
		return "!"
	}
	return "–"
}

// tone is how good a verdict is.
func (v Verdict) Tone() Tone {
	switch v {
	case Conforms:
		return ToneGood
	case DoesNotConform:
		return ToneBad
	}
	return ToneWarn
}

// toneOf returns how good an outcome is.
func ToneOf(o Outcome) Tone {
	switch o {
	case Pass:
		return ToneGood
	case Fail:
		return ToneBad
	case Warn, Known, Blocked, Lost:
		return ToneWarn
	}
	return ToneNote
}

// Tone is how good a state is.
func (s State) Tone() Tone {
	switch s {
	case Holds:
		return ToneGood
	case DoesNotHold:
		return ToneBad
	case PartlyChecked:
		return ToneWarn
	}
	return ToneNote
}

func (p ChangeList) Tone() Tone {
	if p.Kind == "changed" || p.Kind == "new" {
		return ToneBad
	}
	return ToneOf(p.Mark)
}
