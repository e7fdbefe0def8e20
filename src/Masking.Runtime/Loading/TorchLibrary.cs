using System.Runtime.InteropServices;
using Masking.Loading;
using TorchSharp;

namespace Masking;

/// <summary>Loads TorchSharp and its native libraries.</summary>
/// <example>
/// Policies, parts and batches load TorchSharp themselves. A program that calls TorchSharp before it creates one of them loads it first,
/// so that a failure is explained:
/// <code>
/// TorchLibrary.EnsureLoaded();
/// manual_seed(1);
/// Tensor sensors = rand(16, 12);
/// </code>
/// </example>
public static class TorchLibrary
{
    private static readonly Lazy<LoadFailure?> Failure = new(Load);

    /// <summary>Loads TorchSharp, unless it is loaded already.</summary>
    /// <exception cref="TorchSharpLoadException">
    /// The native libraries do not load. The message names the cause and the remedy. Later calls throw the exception again.
    /// </exception>
    public static void EnsureLoaded()
    {
        if (Failure.Value is { } failure)
        {
            throw new TorchSharpLoadException(LoadDiagnosis.Explain(failure), failure.TorchSharp);
        }
    }

    /// <summary>
    /// Loads TorchSharp for a module, and returns the name of the module, so that a constructor can call it before its base constructor.
    /// </summary>
    /// <exception cref="TorchSharpLoadException">The native libraries do not load.</exception>
    internal static string LoadFor(string module)
    {
        EnsureLoaded();
        return module;
    }

    private static LoadFailure? Load()
    {
        // The type initializer of TorchSharp loads these libraries, too. It is not reached if they do not load: it would write a misleading
        // message to the console, and copy all libraries of the package cache to the folder of the application.
        Exception? libtorch = TryLoad("torch_cpu");
        Exception? torchSharp = TryLoad("LibTorchSharp") ?? TryInitialize();
        return torchSharp is null ? null : LoadFailure.InThisProcess(libtorch, torchSharp);
    }

    private static Exception? TryLoad(string library)
    {
        try
        {
            NativeLibrary.Load(library, typeof(torch).Assembly, searchPath: null);
            return null;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            return error;
        }
    }

    private static TypeInitializationException? TryInitialize()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
            return null;
        }
        catch (TypeInitializationException error)
        {
            return error;
        }
    }
}
