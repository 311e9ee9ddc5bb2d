package harness

import (
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"regexp"
	"strings"
	"sync/atomic"
)

// NewRunID makes the id that every resource of one run carries in its name:
// six lower-case letters and digits.
func NewRunID() string {
	var b [4]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never fails
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))[:6]
}

// Namer gives out names that no other run, shard or check uses.
type Namer struct {
	prefix string // "oktascim"
	run    string // run id
	part   string // "", or what tells shards and attempts of one run apart
	n      atomic.Int64
	mark   string         // lower-case, in every name of this run
	id     string         // lower-case, in front of every id that Okta would have for a person of this run
	own    *regexp.Regexp // a name of this run, as an e-mail address or alone
}

// NewNamer names the resources of one part of one run.
func NewNamer(prefix, run, part string) *Namer {
	id := oktaMark(prefix, run)
	own := regexp.MustCompile(regexp.QuoteMeta(prefix+"-"+run) + `-\w+(-[^@\s]*)?(@[\w.-]+)?|\b` + id + `\w{6}\b`)
	return &Namer{prefix: prefix, run: run, part: part, own: own, id: strings.ToLower(id),
		mark: strings.ToLower(prefix + "-" + run + "-")}
}

// Next is a fresh name: "oktascim-k3f9xq-12".
func (n *Namer) Next() string {
	return fmt.Sprintf("%s-%s-%s%d", n.prefix, n.run, n.part, n.n.Add(1))
}

// Tag is what every name of this run contains: "oktascim-k3f9xq".
func (n *Namer) Tag() string { return n.prefix + "-" + n.run }

// Ours tells whether a name, or an id of [Namer.OktaID], was given out by this run. Only resources with
// such a name are ever changed or deleted.
func (n *Namer) Ours(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, n.mark) || len(name) == oktaID && strings.HasPrefix(name, n.id)
}

// Anonymous leaves made-up names out of a text, so that the same reason reads
// the same for every check.
func (n *Namer) Anonymous(text string) string {
	return n.own.ReplaceAllString(text, "…")
}

// Prefix is the part of a name that all runs share.
func (n *Namer) Prefix() string { return n.prefix }
