using Adit.Certificates.Revocation;

namespace Adit.Certificates.Tests.Support;

/// <summary>A network in memory: what each address answers, and who was asked.</summary>
internal sealed class Places : IRevocationFetcher
{
    private readonly Dictionary<string, Func<FetchRequest, CancellationToken, Task<Fetched>>> _answers = new(StringComparer.Ordinal);

    public List<string> Asked { get; } = [];

    public void Publish(string address, byte[] body) => Answer(address, _ => body);

    public void Answer(string address, Func<FetchRequest, byte[]> answer) =>
        _answers[address] = (request, _) => Task.FromResult(new Fetched(answer(request), null));

    public void Hang(string address) => _answers[address] = async (_, cancellation) =>
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        throw new InvalidOperationException("Not reached.");
    };

    public void TakeDown(string address) => _answers.Remove(address);

    public Task<Fetched> FetchAsync(FetchRequest request, CancellationToken cancellation)
    {
        lock (Asked)
            Asked.Add(request.Address);
        return _answers.TryGetValue(request.Address, out var answer)
            ? answer(request, cancellation)
            : Task.FromResult(new Fetched(null, "Nobody answers."));
    }
}
