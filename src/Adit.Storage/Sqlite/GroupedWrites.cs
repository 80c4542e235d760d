namespace Adit.Storage.Sqlite;

/// <summary>
/// Writes of a statement each, of which those that come at about the same time share a transaction: it costs more than they do. Nobody
/// waits for others to come, so a single one is written at once; each is told when it is committed, or why not. Any thread may call.
/// </summary>
/// <param name="write">Runs all that it is given in one transaction, or throws and has run none.</param>
internal sealed class GroupedWrites(Func<Action<SqliteWriter>, ValueTask> write) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private List<Waiting> _waiting = [];

    /// <summary>Writes, and gives how many rows have changed.</summary>
    public Task<int> WriteAsync(Func<SqliteWriter, int> statement)
    {
        var waiting = new Waiting(statement);
        bool isFirst;
        lock (_gate)
        {
            isFirst = _waiting.Count == 0;
            _waiting.Add(waiting);
        }

        if (isFirst)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false); // behind all that is going on: others come meanwhile
        return waiting.Done.Task;
    }

    void IThreadPoolWorkItem.Execute() => _ = WriteGroupAsync();

    private async Task WriteGroupAsync()
    {
        List<Waiting> group = [];
        try
        {
            await write(writer => (group = Take()).ForEach(one => one.Run(writer)));
            group.ForEach(one => one.Done.SetResult(one.Changed));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (group.Count == 0)
                group = Take(); // there was not even a transaction
            await WriteEachAsync(group, e);
        }
    }

    /// <summary>What is wrong with one is no reason for the others to fail.</summary>
    private async Task WriteEachAsync(List<Waiting> group, Exception reason)
    {
        foreach (var one in group)
        {
            try
            {
                if (group.Count == 1)
                    throw reason;

                await write(one.Run);
                one.Done.SetResult(one.Changed);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                one.Done.SetException(e);
            }
        }
    }

    private List<Waiting> Take()
    {
        lock (_gate)
        {
            var group = _waiting;
            _waiting = [];
            return group;
        }
    }

    private sealed class Waiting(Func<SqliteWriter, int> statement)
    {
        public TaskCompletionSource<int> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Changed { get; private set; }

        public void Run(SqliteWriter writer) => Changed = statement(writer);
    }
}
