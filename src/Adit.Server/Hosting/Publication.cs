using System.Globalization;
using System.Net;
using Adit.Certificates.Issuing;
using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Web;

namespace Adit.Server.Hosting;

/// <summary>
/// Where our certificates send clients for the list of the revoked: to our plain HTTP, under a DNS name that an administrator gave us; what
/// we only guess would make certificates that fail for years.
/// </summary>
internal sealed class Publication(LiveConfiguration live, IReadOnlyList<string> namesOfCommand, IReadOnlyList<IPEndPoint> plainHttp)
{
    private const int HttpPort = 80;

    /// <summary>The addresses for a template; null for none.</summary>
    public PublicationPoints? For(CertificateTemplate template) =>
        !template.IsServer || live.Current.Authority.Publish is PublishMode.On ? Points : null;

    /// <summary>
    /// Has the issuing CA's certificate carry the address of the root's list where servers' certificates carry one: every caller is shown it,
    /// so a place that is down locks callers out as theirs does. While the place cannot be told, it stays as it is. Says whether it is new.
    /// </summary>
    public bool Place(CertificateAuthority ca) => live.Current.Authority.Publish is not PublishMode.On
        ? ca.PlaceIssuer(null)
        : WhyNot is null && ca.PlaceIssuer(new PublicationPoints(Url(AuthorityPages.RootList), Url(AuthorityPages.Root), Ocsp: null));

    public PublicationView View => new(
        Points?.List, Points?.Issuer, Points?.Ocsp, Points is not null && live.Current.Authority.Publish is PublishMode.On, WhyNot);

    private string? WhyNot =>
        live.Current.Authority.Publish is PublishMode.Off ? "'authority: publish' is off"
        : plainHttp.Count == 0 ? "plain HTTP is not served: its port is taken or switched off"
        : Host is null ? "no DNS name is configured: give one with 'names:' or --name"
        : null;

    private string? Host => (namesOfCommand.Count > 0 ? namesOfCommand : live.Current.Names)
        .FirstOrDefault(name => !name.StartsWith('*') && !IPAddress.TryParse(name, out _));

    private PublicationPoints? Points => WhyNot is null
        ? new PublicationPoints(Url(AuthorityPages.List), Url(AuthorityPages.Issuer), Url(OcspPages.Path))
        : null;

    private string Url(string path)
    {
        var port = plainHttp[0].Port;
        return $"http://{Host}{(port == HttpPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{port}"))}{path}";
    }
}
