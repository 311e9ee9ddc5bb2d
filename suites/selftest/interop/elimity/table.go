package main

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/elimity-com/scim"
	"github.com/elimity-com/scim/errors"
	"github.com/elimity-com/scim/optional"
)

// record is one stored resource. What the server decides is not among its
// attributes: id, meta, a user's groups.
type record struct {
	id                string
	attributes        scim.ResourceAttributes
	created, modified time.Time
	version           int
}

// table holds the resources of one type in the order of their creation.
type table struct {
	ids  []string
	byID map[string]*record
}

func newTable() *table { return &table{byID: map[string]*record{}} }

// find is the record with the id, or the 404 that SCIM asks for.
func (t *table) find(id string) (*record, error) {
	if r, ok := t.byID[id]; ok {
		return r, nil
	}
	return nil, errors.ScimErrorResourceNotFound(id)
}

func (t *table) all() []*record {
	out := make([]*record, len(t.ids))
	for i, id := range t.ids {
		out[i] = t.byID[id]
	}
	return out
}

func (t *table) add(attributes scim.ResourceAttributes) *record {
	now := time.Now().UTC()
	r := &record{id: newID(), attributes: attributes, created: now, modified: now, version: 1}
	t.ids = append(t.ids, r.id)
	t.byID[r.id] = r
	return r
}

func (t *table) remove(id string) {
	delete(t.byID, id)
	t.ids = slices.DeleteFunc(t.ids, func(other string) bool { return other == id })
}

func (r *record) update(attributes scim.ResourceAttributes) {
	r.attributes = attributes
	r.modified = time.Now().UTC()
	r.version++
}

// resource is the record as the library sends it, with the attributes given.
// It shares nothing that a later update changes: it is sent after the lock is released.
func (r *record) resource(attributes scim.ResourceAttributes) scim.Resource {
	created, modified := r.created, r.modified
	out := scim.Resource{
		ID:         r.id,
		Attributes: attributes,
		Meta: scim.Meta{
			Created:      &created,
			LastModified: &modified,
			Version:      fmt.Sprintf(`W/"%d"`, r.version),
		},
	}
	if externalID, ok := attributes["externalId"].(string); ok {
		out.ExternalID = optional.NewString(externalID)
	}
	return out
}

func newID() string {
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails, see crypto/rand
	return hex.EncodeToString(id)
}
