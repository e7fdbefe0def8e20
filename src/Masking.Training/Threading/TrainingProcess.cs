namespace Masking.Training;

/// <summary>Settings of the process that make trainings faster. They do not change results.</summary>
internal static class TrainingProcess
{
    /// <summary>
    /// The switch that keeps the allocator as it is: <c>AppContext.SetSwitch("Masking.Training.KeepAllocator", true)</c>.
    /// </summary>
    private const string KeepAllocator = "Masking.Training.KeepAllocator";

    /// <summary>Applies the settings. Every trainer calls this when it is created.</summary>
    public static void Prepare()
    {
        if (!AppContext.TryGetSwitch(KeepAllocator, out bool keeps) || !keeps)
        {
            NativeAllocator.KeepFreedMemory();
        }
    }
}
