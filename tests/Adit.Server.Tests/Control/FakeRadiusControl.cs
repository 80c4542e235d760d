using Adit.Server.Control;

namespace Adit.Server.Tests.Control;

/// <summary>Two servers, one of which is there.</summary>
public sealed class FakeRadiusControl : IRadiusControl
{
    public RadiusTestOrder? Asked { get; private set; }

    public ValueTask<RadiusView> ListAsync(CancellationToken cancellationToken) => new(new RadiusView(
        [
            new RadiusClientView("wireless", "10.0.7.0/28", MayChangeSessions: true)
            {
                LastSeenUtc = FakeServerControl.Started,
                Answers = [new("access_accept", 7), new("access_challenge", 3), new("access_reject", 2)],
                Drops = [new("wrong_secret", 4)],
            },
        ],
        [
            new RadiusServerView("office", "10.0.0.1:1812", "authentication", Up: true, 1, 20, 18, 1, 0),
            new RadiusServerView("office", "10.0.0.1:1813", "accounting", Up: false, 0, 5, 0, 5, 0),
        ],
        [new RadiusReportsView("office", 0, 4096, 2)]));

    public ValueTask<RadiusTestView> TestAsync(RadiusTestOrder order, Actor actor, CancellationToken cancellationToken)
    {
        Asked = order;
        return new(order.User is null
            ? new RadiusTestView(order.Group, [new RadiusProbeView("10.0.0.1:1812", 1.5), new RadiusProbeView("10.0.0.2:1812", null)], null, null, null, [])
            : new RadiusTestView(order.Group, [], "AccessAccept", "10.0.0.1:1812", null, [new RadiusAttributeView("Class", "0x01")]) { Passed = true });
    }
}
