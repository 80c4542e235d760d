using Adit.Server.Control;

namespace Adit.Server.Tests.Control;

/// <summary>Has the policies that it is told to have, and says what it is told to say.</summary>
public sealed class FakePolicyControl : IPolicyControl
{
    public IReadOnlyList<PolicyView> Policies { get; set; } =
        [new("network", 1, "Staff", Enabled: true, "grant", ["windowsGroups: staff"], ["sessionTimeout: 8h"], [])];

    public PolicyTrialView Trial { get; set; } = new(Accepted: true, 0, null, "(all requests)", "Staff", null, []);

    public PolicyOrder? Asked { get; private set; }

    public ValueTask<IReadOnlyList<PolicyView>> ListAsync(CancellationToken cancellationToken) => new(Policies);

    public ValueTask<PolicyTrialView> TestAsync(PolicyOrder order, CancellationToken cancellationToken)
    {
        Asked = order;
        return new(Trial);
    }
}
