package html

import (
	"html/template"
	"regexp"
	"strings"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// textDiff is expected and actual of one problem, with what differs marked.
type textDiff struct {
	// Expected and Actual are the two texts with the words that differ marked.
	Expected, Actual template.HTML
	// Lines is the comparison by line of texts of several lines; then the two
	// others are empty.
	Lines []diffLine
}

type diffLine struct {
	Sign string // "−" only expected, "+" only actual, or a blank
	Text template.HTML
}

// Class returns the line's class in the style sheet.
func (l diffLine) Class() string {
	switch l.Sign {
	case "−":
		return "exp"
	case "+":
		return "act"
	}
	return "same"
}

// compareTexts marks what differs between two texts.
func compareTexts(expected, actual string) textDiff {
	expected, actual = textLines(strings.TrimRight(expected, "\n")), textLines(strings.TrimRight(actual, "\n"))
	if strings.Contains(expected, "\n") && strings.Contains(actual, "\n") {
		return textDiff{Lines: compareLines(strings.Split(expected, "\n"), strings.Split(actual, "\n"))}
	}
	e, a := compareWords(expected, actual)
	return textDiff{Expected: e, Actual: a}
}

// compareLines puts each line that is gone beside the one that came instead,
// so that their words can be compared.
func compareLines(expected, actual []string) []diffLine {
	var out []diffLine
	var gone, come []string
	flush := func() {
		var after []diffLine
		for i := range max(len(gone), len(come)) {
			switch {
			case i < len(gone) && i < len(come):
				e, a := compareWords(gone[i], come[i])
				out, after = append(out, diffLine{"−", e}), append(after, diffLine{"+", a})
			case i < len(gone):
				out = append(out, diffLine{"−", escaped(gone[i])})
			default:
				after = append(after, diffLine{"+", escaped(come[i])})
			}
		}
		out = append(out, after...)
		gone, come = nil, nil
	}
	for _, edit := range compareTokens(expected, actual) {
		switch edit.op {
		case diffmatchpatch.DiffDelete:
			gone = append(gone, edit.text)
		case diffmatchpatch.DiffInsert:
			come = append(come, edit.text)
		default:
			flush()
			out = append(out, diffLine{" ", escaped(edit.text)})
		}
	}
	flush()
	return out
}

var diffToken = regexp.MustCompile(`[\p{L}\p{N}_]+|\s+|.`)

// compareWords marks the words that only one of two texts has. Two texts that
// share less than a third have nothing to compare and stay unmarked.
func compareWords(expected, actual string) (e, a template.HTML) {
	edits := compareTokens(diffToken.FindAllString(expected, -1), diffToken.FindAllString(actual, -1))
	shared := 0
	for _, edit := range edits {
		if edit.op == diffmatchpatch.DiffEqual {
			shared += len(edit.text)
		}
	}
	if shared == 0 || 3*shared < max(len(expected), len(actual)) {
		return escaped(expected), escaped(actual)
	}
	return markedWords(edits, diffmatchpatch.DiffDelete), markedWords(edits, diffmatchpatch.DiffInsert)
}

// markedWords is one of two texts, with what only it has in marks.
func markedWords(edits []tokenEdit, only diffmatchpatch.Operation) template.HTML {
	var b strings.Builder
	open := false
	for _, edit := range edits {
		if edit.op != only && edit.op != diffmatchpatch.DiffEqual {
			continue
		}
		if mark := edit.op == only; mark != open {
			open = mark
			b.WriteString(map[bool]string{true: "<mark>", false: "</mark>"}[mark])
		}
		template.HTMLEscape(&b, []byte(edit.text))
	}
	if open {
		b.WriteString("</mark>")
	}
	return template.HTML(b.String())
}

type tokenEdit struct {
	op   diffmatchpatch.Operation
	text string
}

// compareTokens compares two lists of words or lines. The library compares
// characters, so each token gets one of its own.
func compareTokens(x, y []string) []tokenEdit {
	const first, surrogates, afterThem = 0x100, 0xd800, 0xe000
	codes := map[string]rune{}
	tokens := map[rune]string{}
	encode := func(list []string) []rune {
		out := make([]rune, len(list))
		for i, token := range list {
			code, known := codes[token]
			if !known {
				code = first + rune(len(codes))
				if code >= surrogates {
					code += afterThem - surrogates
				}
				codes[token], tokens[code] = code, token
			}
			out[i] = code
		}
		return out
	}
	engine := diffmatchpatch.New()
	engine.DiffTimeout = 0 // the same result on every machine; the texts are short
	var out []tokenEdit
	for _, d := range engine.DiffMainRunes(encode(x), encode(y), false) {
		for _, code := range d.Text {
			out = append(out, tokenEdit{d.Type, tokens[code]})
		}
	}
	return out
}

func escaped(text string) template.HTML { return template.HTML(template.HTMLEscapeString(text)) }
