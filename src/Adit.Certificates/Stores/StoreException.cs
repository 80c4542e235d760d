namespace Adit.Certificates.Stores;

/// <summary>A store refuses.</summary>
public sealed class StoreException(StoreFailure failure, Exception? cause = null) : Exception(failure.ToString(), cause)
{
    /// <summary>Why.</summary>
    public StoreFailure Failure { get; } = failure;
}
