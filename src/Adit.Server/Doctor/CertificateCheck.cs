using Adit.Certificates;
using Adit.Certificates.Checking;
using Adit.Certificates.Stores;
using Adit.Certificates.Validation;
using Adit.Diagnosis.Findings;
using Adit.Server.Configuration;
using Adit.Server.Serving;

namespace Adit.Server.Doctor;

/// <summary>Holds the certificates that callers are shown to the rules of their role.</summary>
internal sealed class CertificateCheck : IServerCheck
{
    public string Component => "certificate";

    public Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation)
    {
        var own = Path.Combine(sight.StateDirectory, "server.crt");
        List<Finding> found = [.. sight.Configuration.Certificates.Where(settings => settings.File is not null).SelectMany(settings => Judge(settings, sight.Now))];
        found.AddRange(FindMissing(sight));
        if (sight.Configuration.Certificates.Count == 0 && File.Exists(own))
            found.AddRange(JudgeOwn(own, Path.Combine(sight.StateDirectory, "ca.crt"), sight));
        found.AddRange((sight.Status?.Certificates ?? []).Where(one => one.Problem is not null)
            .Select(one => Finding.Unknown("certificate", $"There is something to be minded of {one.Source}.", one.Problem!)));
        return Task.FromResult<IReadOnlyList<Finding>>(found);
    }

    private static List<Finding> Judge(CertificateSettings settings, DateTimeOffset now)
    {
        if (!File.Exists(settings.File))
            return [Finding.AtServer("certificate", new ServerFault.CertificateGone(settings.File!))];

        try
        {
            using var bundle = CertificateBundle.Read(settings.File!, settings.Key);
            return Judge(settings.Source, bundle.ToInput() with { Names = settings.Names }, TrustAnchors.System, now, isOurs: false);
        }
        catch (CertificateFileException e)
        {
            return [Finding.AtServer("certificate", new CertificateFailure.KeyMissing(settings.Source), e.Message)];
        }
    }

    /// <summary>Entries of the machine's store by name or fingerprint; what holds a server that runs, it says itself.</summary>
    private static IEnumerable<Finding> FindMissing(ServerSight sight)
    {
        var source = new CertificateSource(new CertificateStores(sight.StateDirectory, seal: null));
        return sight.Configuration.Certificates.Where(settings => settings.Store is not null && !source.Exists(settings))
            .Select(settings => Finding.AtServer("certificate", new StoreFailure.NotFound(FindingText.Of(settings.Store))));
    }

    private static List<Finding> JudgeOwn(string file, string root, ServerSight sight)
    {
        using var bundle = CertificateBundle.Read(file);
        using var anchors = TrustAnchors.FromFile(root);
        return Judge("our own", bundle.ToInput() with { Names = sight.Configuration.Names }, anchors, sight.Now, isOurs: true);
    }

    /// <summary>Whether clients know a root of others, and reach its lists, is not seen from here.</summary>
    private static List<Finding> Judge(string source, CheckInput input, TrustAnchors anchors, DateTimeOffset now, bool isOurs)
    {
        var report = new CertificateChecker(anchors).Check(CertificateRole.Sstp, input, now);
        List<Finding> found =
        [
            .. report.Failures.Where(failure => isOurs || !IsForClients(failure)).Select(failure => Finding.AtServer("certificate", failure)),
            .. report.Warnings.Select(failure => Finding.AtServer("certificate", failure, state: FindingState.Warning)),
        ];
        return found.Count > 0 ? found : (List<Finding>)[Finding.Good("certificate", "The certificate holds.", FormattableString.Invariant($"{source}: {input.Leaf.Subject}, until {input.Leaf.NotAfter.ToUniversalTime():yyyy-MM-dd}"))];
    }

    private static bool IsForClients(CertificateFailure failure) => failure
        is CertificateFailure.UntrustedRoot or CertificateFailure.IncompleteChain or CertificateFailure.RevocationAddressUnusable;
}
