using Adit.Server.Configuration;

namespace Adit.Server.Hosting;

/// <summary>Has the certificate issued anew where the server's names change.</summary>
internal sealed class ReloadedNames(UpOptions options, CertificateKeeper certificate) : IReloadable
{
    public ValueTask<IPreparedChange> PrepareAsync(ServerConfiguration next) =>
        new(new Renamed(certificate, certificate.Rename(HostIdentity.NamesOf(options, next))));

    private sealed class Renamed(CertificateKeeper certificate, IReadOnlyList<string> former) : IPreparedChange
    {
        private bool _isApplied;

        public ValueTask ApplyAsync()
        {
            _isApplied = true;
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            if (!_isApplied)
                certificate.Rename(former);
            return ValueTask.CompletedTask;
        }
    }
}
