using System.Net;
using Adit.Certificates.Issuing;
using Adit.Server.Configuration;
using Adit.Server.Control;

namespace Adit.Server.Hosting;

/// <summary>Our CA at work: what issues, and where it publishes.</summary>
internal sealed class AuthorityServices
{
    private static readonly TimeSpan ListInterval = TimeSpan.FromHours(1);

    private readonly ServerState _state;
    private readonly Publication _publication;
    private readonly IssuingService _issuing;
    private readonly TimeProvider _clock;

    public AuthorityServices(
        ServerState state, LiveConfiguration live, IReadOnlyList<string> namesOfCommand, IReadOnlyList<IPEndPoint> plainHttp, TimeProvider clock)
    {
        (_state, _clock) = (state, clock);
        _publication = new Publication(live, namesOfCommand, plainHttp);
        _issuing = new IssuingService(state.Ca, state.Database.Certificates, _publication.For, clock);
    }

    /// <summary>Keeps the list fresh, and the server's own certificate in the books.</summary>
    public IEnumerable<Duty> Duties =>
    [
        new Duty("refresh the revocation list", ListInterval, async _ => await _state.Lists.RefreshAsync(CancellationToken.None)),
        new Duty("keep the addresses of the server's certificate", ListInterval, async _ => await KeepServerAsync()),
    ];

    /// <summary>What is due at a start.</summary>
    public async Task StartAsync()
    {
        _state.Certificate.Points = () => _publication.For(CertificateTemplate.Server);
        await KeepServerAsync();
        await _state.Lists.RefreshAsync(CancellationToken.None);
    }

    public ICertificateControl ControlOver(IOpenSessions sessions, RefusedSessions refused) => new CertificateControl(
        _state.Ca, _state.Certificate, _state.Database.Certificates, _issuing, _state.Lists, _publication, _state.Stores, _state.Requests, sessions,
        refused, _state.Database.Audit, _clock);

    private ValueTask KeepServerAsync()
    {
        _publication.Place(_state.Ca);
        _state.Certificate.Renew();
        return _issuing.EnterAsync(_state.Certificate.Current.Leaf, CertificateTemplate.Server, CancellationToken.None);
    }
}
