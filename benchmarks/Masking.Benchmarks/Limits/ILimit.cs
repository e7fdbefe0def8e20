namespace Masking.Benchmarks.Limits;

/// <summary>The least that any implementation of a call on TorchSharp executes.</summary>
internal interface ILimit : IDisposable
{
    /// <summary>The call that is timed.</summary>
    void Run();
}
