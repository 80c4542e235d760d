using Adit.Certificates;
using Adit.Certificates.Validation;
using Adit.Diagnosis;

namespace Adit.Server.Serving;

/// <summary>A configured certificate cannot be shown to callers. The message says why, <see cref="NextStep"/> what to do.</summary>
internal sealed class RefusedCertificateException : Exception
{
    public RefusedCertificateException(string source, CertificateFailure failure)
        : this(source, failure, FailureCatalogue.Find(failure)!)
    {
    }

    public RefusedCertificateException(CertificateFileException e)
        : base($"{e.Message.TrimEnd('.')}.", e) => NextStep = "Correct the file, or 'certificates:' in adit.yaml.";

    public RefusedCertificateException(string cause, string nextStep)
        : base(cause) => NextStep = nextStep;

    private RefusedCertificateException(string source, CertificateFailure failure, FailureEntry entry)
        : base($"{source} cannot be shown to callers: {entry.Title} ({failure.Code}: {FailureFacts.Describe(failure)}).")
    {
        NextStep = entry.Remedy[0];
        Code = failure.Code;
    }

    /// <summary>The code of its failure; null where it could not even be read.</summary>
    public string? Code { get; }

    /// <summary>What to do, as a sentence.</summary>
    public string NextStep { get; }
}
