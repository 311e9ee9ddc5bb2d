package org

import (
	"context"
	"net/http"
	"strconv"
	"time"

	sdk "github.com/okta/okta-sdk-golang/v2/okta"
)

// The SDK has no methods for group push mappings; its request executor carries
// them, with the shapes of Okta's public API description (GroupPushMapping).

type pushMapping struct {
	ID            string     `json:"id"`
	SourceGroupID string     `json:"sourceGroupId"`
	TargetGroupID string     `json:"targetGroupId"`
	Status        string     `json:"status"`
	ErrorSummary  string     `json:"errorSummary"`
	LastPush      *time.Time `json:"lastPush"`
}

func pushMappingOf(m *pushMapping) PushMapping {
	return PushMapping{ID: m.ID, SourceGroupID: m.SourceGroupID, TargetGroupID: m.TargetGroupID, Status: m.Status,
		ErrorSummary: m.ErrorSummary, LastPush: timeOf(m.LastPush)}
}

func mappingsPath(appID string) string { return "/api/v1/apps/" + appID + "/group-push/mappings" }

// do sends one request of which the SDK has no method.
func (c *Client) do(ctx context.Context, method, path string, body, into any) (*sdk.Response, error) {
	executor := c.sdk.CloneRequestExecutor()
	request, err := executor.WithAccept("application/json").WithContentType("application/json").NewRequest(method, path, body)
	if err != nil {
		return nil, err
	}
	return executor.Do(ctx, request, into)
}

// PushMappings reads which groups are pushed to the app.
func (c *Client) PushMappings(ctx context.Context, appID string) ([]PushMapping, error) {
	var page []*pushMapping
	resp, err := c.do(ctx, http.MethodGet, mappingsPath(appID)+"?limit="+strconv.Itoa(mappingsPage), nil, &page)
	list, err := pages(ctx, c, "listing the pushed groups", page, resp, err)
	return each(list, pushMappingOf), err
}

// PushMapping reads one mapping; Status is 404 when there is none.
func (c *Client) PushMapping(ctx context.Context, appID, mappingID string) (PushMapping, error) {
	var m pushMapping
	resp, err := c.do(ctx, http.MethodGet, mappingsPath(appID)+"/"+mappingID, nil, &m)
	return pushMappingOf(&m), explain("reading the push of a group", resp, err)
}

// PushGroup pushes a group to the app, under a name: Okta makes a new group
// there, or links the one that has the name.
func (c *Client) PushGroup(ctx context.Context, appID, groupID, name string) (PushMapping, error) {
	var m pushMapping
	resp, err := c.do(ctx, http.MethodPost, mappingsPath(appID),
		map[string]string{"sourceGroupId": groupID, "targetGroupName": name, "status": PushActive}, &m)
	return pushMappingOf(&m), explain("pushing the group "+name, resp, err)
}

// EndPush removes a push: the mapping is made INACTIVE, as Okta wants, and
// deleted, and with it the group in the app if deleteTarget is true. A push that
// is under way may make the mapping active once more; then it is tried again.
func (c *Client) EndPush(ctx context.Context, appID, mappingID string, deleteTarget bool) error {
	const tries = 5
	for try := 1; ; try++ {
		err := c.endPush(ctx, mappingsPath(appID)+"/"+mappingID, deleteTarget)
		if Status(err) != http.StatusBadRequest || try == tries {
			return err
		}
		if waited := c.config.Wait(ctx, time.Duration(try)*500*time.Millisecond); waited != nil {
			return err
		}
	}
}

func (c *Client) endPush(ctx context.Context, path string, deleteTarget bool) error {
	var m pushMapping
	if resp, err := c.do(ctx, http.MethodPatch, path, map[string]string{"status": PushInactive}, &m); err != nil {
		return explain("switching the push of a group off", resp, err)
	}
	resp, err := c.do(ctx, http.MethodDelete, path+"?deleteTargetGroup="+strconv.FormatBool(deleteTarget), nil, nil)
	return explain("removing the push of a group", resp, err)
}
