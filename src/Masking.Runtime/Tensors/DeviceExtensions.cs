using static TorchSharp.torch;

namespace Masking.Tensors;

internal static class DeviceExtensions
{
    /// <summary>The device of a tensor; on the CPU always the same object, where <c>tensor.device</c> makes one at every call.</summary>
    public static Device Place(this Tensor tensor) => tensor.is_cpu() ? CPU : tensor.device;

    /// <summary>A tensor of host memory on a device: itself on the CPU.</summary>
    public static Tensor On(this Tensor tensor, Device device) => device.type == TorchSharp.DeviceType.CPU ? tensor : tensor.to(device);

    /// <summary>Whether a tensor is on a device.</summary>
    public static bool IsOn(this Tensor tensor, Device device) =>
        tensor.device_type == device.type && (device.type == TorchSharp.DeviceType.CPU || tensor.device_index == device.index);
}
