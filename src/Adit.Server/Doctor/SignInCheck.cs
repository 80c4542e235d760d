using Adit.Access.Decisions;
using Adit.Access.Policies;
using Adit.Diagnosis.Findings;
using Adit.Protocols.Eap;
using Adit.Server.Configuration;
using Adit.Server.Control;

namespace Adit.Server.Doctor;

/// <summary>Looks whether certificates that others issue, for Wi-Fi perhaps, open the VPN as well.</summary>
internal sealed class SignInCheck : IServerCheck
{
    private const string LogOnStore = "ntauth";
    private const int MaxNamed = 10;

    public string Component => "sign-in";

    public async Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation) =>
        sight.Client is { } client ? [.. Judge(sight.Configuration, await client.Certificates.ListStoredAsync(LogOnStore, cancellation))] : [];

    /// <summary>Our own CA issues for this VPN alone; an authority in the store issues for whatever its owner likes.</summary>
    internal static IEnumerable<Finding> Judge(ServerConfiguration configuration, IReadOnlyList<StoredView> others)
    {
        if (others.Count > 0 && configuration.EapTls.Purposes.Count == 0 && TakesCertificates(configuration))
            yield return Finding.AtServer(
                "sign-in", new ServerFault.AnyPurposeEnters([.. others.Take(MaxNamed).Select(one => one.Subject)]), state: FindingState.Warning);
    }

    private static bool TakesCertificates(ServerConfiguration configuration)
    {
        IEnumerable<EapType> ofPolicies = configuration.Policies.Network.Where(policy => policy.IsEnabled).SelectMany(policy => policy.EapTypes);
        return ofPolicies.Concat(configuration.Access.EapMethods).Any(method => method is EapType.Tls
            || (method is EapType.Peap && configuration.Access.Peap.Inner.Contains(EapType.Tls))
            || (method is EapType.Ttls && configuration.Access.Ttls.Eap.Contains(EapType.Tls)));
    }
}
