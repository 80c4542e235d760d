using Adit.Server.Control;

namespace Adit.Server.Tests.Control;

/// <summary>Denies in memory.</summary>
public sealed class FakeDenialControl : IDenialControl
{
    public List<DenialView> Denials { get; } = [];

    public List<DenialOrder> Orders { get; } = [];

    public ValueTask<IReadOnlyList<DenialView>> ListAsync(CancellationToken cancellationToken) => new(Denials);

    public ValueTask<DeniedView> DenyAsync(DenialOrder order, Actor actor, CancellationToken cancellationToken)
    {
        Orders.Add(order);
        Denials.Add(new DenialView(order.Kind, order.Subject, FakeServerControl.Started, actor.Name, order.Reason));
        return new(new DeniedView(order.Subject, order.Now ? 2 : 0));
    }

    public ValueTask AllowAsync(string kind, string subject, Actor actor, CancellationToken cancellationToken) =>
        Denials.RemoveAll(denial => denial.Kind == kind && denial.Subject == subject) > 0 ? default
        : throw new ControlException(ControlFault.NotFound, new ProblemView("ACC-117", $"The {kind} {subject} is not denied.", "See 'adit deny list'."));
}
