/* global window, document, crypto, atob, btoa, URL, Blob, Image, OffscreenCanvas, OfflineAudioContext, AudioContext */
/* global MediaRecorder, VideoEncoder, VideoFrame, AudioEncoder, AudioData, setTimeout */

// Runs in the browser; called by browser-media.ts. Bytes go in and out as Base64.

async function digest(data) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', data))
  return [...hash.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const fromBase64 = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
const toBase64 = (bytes) => btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(''))

async function points(source, width, height) {
  const context = new OffscreenCanvas(width, height).getContext('2d')
  context.drawImage(source, 0, 0)
  return `${width}x${height} ${await digest(context.getImageData(0, 0, width, height).data)}`
}

function bytesOf(chunk) {
  const bytes = new Uint8Array(chunk.byteLength)
  chunk.copyTo(bytes)
  return toBase64(bytes)
}

function fail(error) {
  throw error
}

window.media = {
  async image(data, type) {
    const image = new Image()
    image.src = URL.createObjectURL(new Blob([fromBase64(data)], { type }))
    await image.decode()
    return points(image, image.naturalWidth, image.naturalHeight)
  },

  async video(data, type) {
    const video = document.createElement('video')
    video.muted = true
    video.src = URL.createObjectURL(new Blob([fromBase64(data)], { type }))
    await new Promise((resolve, reject) => {
      video.onloadeddata = resolve
      video.onerror = () => reject(new Error(video.error.message))
    })
    const frames = []
    for (const time of [0.01, 0.15, 0.3]) {
      // 'seeked' may come before the new frame can be drawn.
      const shown = new Promise((resolve) => video.requestVideoFrameCallback(resolve))
      video.currentTime = time
      await shown
      frames.push(await points(video, video.videoWidth, video.videoHeight))
    }
    return frames.join(' | ')
  },

  async sound(data) {
    const buffer = await new OfflineAudioContext(1, 48_000, 48_000).decodeAudioData(fromBase64(data).buffer)
    return `${buffer.length} ${await digest(buffer.getChannelData(0))}`
  },

  async record(type) {
    const canvas = document.createElement('canvas')
    canvas.width = 64
    canvas.height = 48
    const context = canvas.getContext('2d')
    const audio = new AudioContext()
    const tone = audio.createOscillator()
    const out = audio.createMediaStreamDestination()
    tone.connect(out)
    tone.start()
    const stream = canvas.captureStream(20)
    for (const track of out.stream.getAudioTracks()) stream.addTrack(track)
    const recorder = new MediaRecorder(stream, { mimeType: type })
    const parts = []
    recorder.ondataavailable = (event) => parts.push(event.data)
    recorder.start()
    for (let i = 0; i < 14; i++) {
      context.fillStyle = `hsl(${i * 25} 80% 50%)`
      context.fillRect(i * 3, 0, 30, 48)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    await new Promise((resolve) => {
      recorder.onstop = resolve
      recorder.stop()
    })
    await audio.close()
    return toBase64(new Uint8Array(await new Blob(parts).arrayBuffer()))
  },

  async encode(codec) {
    const found = { samples: [], keyFrames: [], configuration: '' }
    const encoder = new VideoEncoder({
      output(chunk, metadata) {
        found.samples.push(bytesOf(chunk))
        if (chunk.type === 'key') found.keyFrames.push(found.samples.length)
        const description = metadata?.decoderConfig?.description
        if (description !== undefined) found.configuration = toBase64(new Uint8Array(description))
      },
      error: fail,
    })
    encoder.configure({ codec, width: 64, height: 48, framerate: 20, latencyMode: 'realtime' })
    const canvas = new OffscreenCanvas(64, 48)
    const context = canvas.getContext('2d')
    for (let i = 0; i < 10; i++) {
      context.fillStyle = `hsl(${i * 35} 80% 50%)`
      context.fillRect(i * 4, 0, 30, 48)
      const frame = new VideoFrame(canvas, { timestamp: i * 50_000 })
      encoder.encode(frame, { keyFrame: i % 5 === 0 })
      frame.close()
    }
    await encoder.flush()
    return found
  },

  async encodeTone() {
    const found = []
    const encoder = new AudioEncoder({ output: (chunk) => found.push(bytesOf(chunk)), error: fail })
    encoder.configure({ codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 })
    const data = Float32Array.from({ length: 24_000 }, (_, i) => Math.sin(i / 20) / 2)
    const numbers = { sampleRate: 48_000, numberOfFrames: data.length, numberOfChannels: 1, timestamp: 0 }
    encoder.encode(new AudioData({ format: 'f32', ...numbers, data }))
    await encoder.flush()
    return found
  },

  draw(type) {
    const canvas = document.createElement('canvas')
    canvas.width = 40
    canvas.height = 30
    const context = canvas.getContext('2d')
    const gradient = context.createLinearGradient(0, 0, 40, 30)
    gradient.addColorStop(0, '#e02020')
    gradient.addColorStop(1, '#2060c0')
    context.fillStyle = gradient
    context.fillRect(0, 0, 40, 30)
    context.clearRect(5, 5, 6, 4)
    return canvas.toDataURL(type, 0.8).split(',')[1]
  },
}
