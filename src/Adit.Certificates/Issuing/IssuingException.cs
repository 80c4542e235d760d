namespace Adit.Certificates.Issuing;

/// <summary>Our CA was asked for what it does not do.</summary>
public sealed class IssuingException(IssuingFailure failure, Exception? cause = null) : Exception(failure.ToString(), cause)
{
    /// <summary>Why.</summary>
    public IssuingFailure Failure { get; } = failure;
}
