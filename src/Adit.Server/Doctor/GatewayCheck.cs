using Adit.Diagnosis.Findings;
using Adit.Server.Control;

namespace Adit.Server.Doctor;

/// <summary>Holds the certificates that are shut out here to those of another gateway: a lost device must be shut out at each.</summary>
/// <param name="name">The other gateway, as its list is called.</param>
/// <param name="others">What is in its store <c>untrusted</c>.</param>
internal sealed class GatewayCheck(string name, IReadOnlyList<StoredView> others) : IServerCheck
{
    private const string Store = "untrusted";
    private const int MaxNamed = 10;

    public string Component => "gateways";

    public async Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation) => sight.Client is { } client
        ? [.. Judge(name, await client.Certificates.ListStoredAsync(Store, cancellation), [.. others.Where(one => one.Store == Store)])]
        : [];

    /// <summary>What is missing here is to be mended here; what is missing there, there.</summary>
    internal static IEnumerable<Finding> Judge(string name, IReadOnlyList<StoredView> here, IReadOnlyList<StoredView> there)
    {
        var fault = new ServerFault.GatewaysDiffer(name, Missing(there, here), Missing(here, there));
        yield return fault.MissingHere.Count + fault.MissingThere.Count == 0
            ? Finding.Good("gateways", "Both gateways distrust the same certificates.", FormattableString.Invariant($"{here.Count} here and in {name}"))
            : Finding.AtServer("gateways", fault, state: fault.MissingHere.Count > 0 ? FindingState.Bad : FindingState.Warning);
    }

    private static List<string> Missing(IReadOnlyList<StoredView> of, IReadOnlyList<StoredView> @in) =>
        [.. of.ExceptBy(@in.Select(one => one.Sha256), one => one.Sha256, StringComparer.OrdinalIgnoreCase).Take(MaxNamed).Select(one => one.Subject)];
}
